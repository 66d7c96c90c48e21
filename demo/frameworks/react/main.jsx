import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configure } from 'dx-realtime';
import 'dx-realtime/define';
import { WebSocketPage } from './web-socket-page.jsx';

configure({ url: '', appId: 'demo' });

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <WebSocketPage />
  </StrictMode>,
);
