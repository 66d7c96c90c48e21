import { DxConnectionStatus } from '../elements/dx-connection-status.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-connection-status', DxConnectionStatus);

declare global {
  interface HTMLElementTagNameMap {
    'dx-connection-status': DxConnectionStatus;
  }
}
