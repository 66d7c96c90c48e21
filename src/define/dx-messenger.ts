import { DxMessenger } from '../elements/dx-messenger.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-messenger', DxMessenger);

declare global {
  interface HTMLElementTagNameMap {
    'dx-messenger': DxMessenger;
  }
}
