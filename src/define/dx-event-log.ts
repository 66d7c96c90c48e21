import { DxEventLog } from '../elements/dx-event-log.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-event-log', DxEventLog);

declare global {
  interface HTMLElementTagNameMap {
    'dx-event-log': DxEventLog;
  }
}
