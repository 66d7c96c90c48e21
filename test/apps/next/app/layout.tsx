import type { ReactNode } from 'react';
import { Live } from './live';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <link rel="icon" href="data:," />
      </head>
      <body>
        {children}
        <Live />
      </body>
    </html>
  );
}
