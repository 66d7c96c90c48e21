import { DxConnection } from '../elements/dx-connection.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-connection', DxConnection);

declare global {
  interface HTMLElementTagNameMap {
    'dx-connection': DxConnection;
  }
}
