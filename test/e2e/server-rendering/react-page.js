import { createElement as create, useState } from 'react';
import '../../../dist/define.js';

/** A page as one writes it with React, the same on the server and in the browser. */
export function ReactPage() {
  const [pauses, setPauses] = useState(false);
  const toggle = () => setPauses(!pauses);
  return create(
    'main',
    null,
    create('h1', null, 'Orders'),
    create('dx-connection', { url: '/', 'app-id': 'site' }),
    create(
      'div',
      null,
      create('dx-refresher', { 'event-name': 'changed', 'min-interval': 0, disabled: pauses }),
      create('p', { id: 'widget' }, 'changed'),
    ),
    create('label', null, create('input', { type: 'checkbox', checked: pauses, onChange: toggle }), ' Pause'),
    create('dx-connection-status'),
    create('dx-alert-toast', { 'event-name': 'alert' }),
    create('dx-inbox', { 'event-name': 'alert' }),
    create('dx-messenger', { 'event-name': 'said' }),
    create('dx-redirect', { 'event-name': 'redirect' }),
    create('dx-event-log'),
  );
}
