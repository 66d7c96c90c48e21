import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { configure } from 'dx-realtime';
import 'dx-realtime/define';
import { App } from './app';

configure({ url: '', appId: 'demo' });
await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
