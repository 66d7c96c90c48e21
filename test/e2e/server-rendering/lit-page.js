import { html, LitElement } from 'lit';
import '../../../dist/define.js';

/** A page as one writes it with Lit, the same on the server and in the browser. */
export class LitPage extends LitElement {
  static properties = { eventName: { attribute: 'event-name' }, pauses: { type: Boolean } };

  constructor() {
    super();
    this.eventName = 'changed';
    this.pauses = false;
  }

  render() {
    return html`<h1>Orders</h1>
      <dx-connection url="/" app-id="site"></dx-connection>
      <div>
        <dx-refresher event-name=${this.eventName} min-interval="0" ?disabled=${this.pauses}></dx-refresher>
        <p id="widget">${this.eventName}</p>
      </div>
      <label><input type="checkbox" ?checked=${this.pauses} @change=${this.#toggle} /> Pause</label>
      <dx-connection-status></dx-connection-status>
      <dx-alert-toast event-name="alert"></dx-alert-toast>
      <dx-inbox event-name="alert"></dx-inbox>
      <dx-messenger event-name="said"></dx-messenger>
      <dx-redirect event-name="redirect"></dx-redirect>
      <dx-event-log></dx-event-log>`;
  }

  #toggle() {
    this.pauses = !this.pauses;
  }
}
