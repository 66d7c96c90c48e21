'use client';

import 'dx-realtime/define';
import 'dx-realtime/jsx';
import { useEvent } from 'dx-realtime/react';
import { useRouter } from 'next/navigation';

export function Live() {
  const router = useRouter();
  useEvent('orders-changed', () => router.refresh());
  return (
    <>
      <dx-alert-toast event-name="alert" />
      <dx-connection-status />
    </>
  );
}
