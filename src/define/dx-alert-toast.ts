import { DxAlertToast } from '../elements/dx-alert-toast.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-alert-toast', DxAlertToast);

declare global {
  interface HTMLElementTagNameMap {
    'dx-alert-toast': DxAlertToast;
  }
}
