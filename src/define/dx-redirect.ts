import { DxRedirect } from '../elements/dx-redirect.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-redirect', DxRedirect);

declare global {
  interface HTMLElementTagNameMap {
    'dx-redirect': DxRedirect;
  }
}
