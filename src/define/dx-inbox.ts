import { DxInbox } from '../elements/dx-inbox.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-inbox', DxInbox);

declare global {
  interface HTMLElementTagNameMap {
    'dx-inbox': DxInbox;
  }
}
