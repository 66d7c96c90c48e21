import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { RefreshDetail } from 'dx-realtime';

@Component({
  selector: 'main',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Angular</h1>
    <dx-connection-status></dx-connection-status>
    <section>
      <dx-refresher event-name="orders-changed" [minInterval]="0" [disabled]="quiet()"></dx-refresher>
      <p id="widget" (dx-refresh)="refresh($event)">
        Refreshed <b>{{ refreshes() }}</b> times. <code>{{ last() }}</code>
      </p>
    </section>
    <label><input type="checkbox" (change)="quiet.set(!quiet())" /> Switched off</label>
    <dx-alert-toast event-name="alert"></dx-alert-toast>
  `,
})
export class App {
  protected readonly refreshes = signal(0);
  protected readonly last = signal('');
  protected readonly quiet = signal(false);

  protected refresh(event: Event): void {
    const { detail } = event as CustomEvent<RefreshDetail>;
    detail.waitUntil(Promise.resolve());
    this.refreshes.update((count) => count + 1);
    this.last.set(JSON.stringify(detail.message?.data ?? detail.reason));
  }
}
