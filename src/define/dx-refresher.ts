import { DxRefresher } from '../elements/dx-refresher.js';
import { safeDefine } from './safe-define.js';

safeDefine('dx-refresher', DxRefresher);

declare global {
  interface HTMLElementTagNameMap {
    'dx-refresher': DxRefresher;
  }
}
