/* eslint-disable @typescript-eslint/no-explicit-any -- what others export and a reader has of his own is not looked at here */
/**
 * What the examples of the documents take for granted: packages of others, and names that stand for something of the
 * reader's own. A name that is not here is a mistake in an example.
 */
declare module '@angular/core';
declare module '@builder.io/react';
declare module '@plasmicapp/host';
declare module '@tryretool/custom-component-support';
// Only where it is not installed.
declare module 'ckeditor5*';
declare module 'dompurify';
declare module 'next/navigation';
declare module '$app/navigation';
declare module '$env/static/public';

// Editors that a page has.
declare const CKEDITOR: any;
declare const grapesjs: any;
declare const tinymce: any;
// Of service workers, whose types cannot stand beside those of pages.
declare function importScripts(address: string): void;
declare const editor: any;
declare const Puck: any;
declare const Heading: any;
declare const manifest: import('dx-realtime/builders/manifest').Manifest;
declare const script: import('dx-realtime/builders/script').ScriptSource;
// The global of the script, and those of tools in whose frames it runs.
declare const dxRealtime: typeof import('dx-realtime');
declare const appsmith: { onReady(start: () => void): void; triggerEvent(name: string): void };
interface Window {
  'dx-realtime-ckeditor': typeof import('dx-realtime/builders/ckeditor');
  Retool: { triggerQuery(name: string): void };
  wp: any;
}
declare const myBuilder: any;

// Globals of frameworks.
declare const defineNuxtConfig: (config: {
  vue: { compilerOptions: { isCustomElement: (tag: string) => boolean } };
  runtimeConfig: object;
}) => any;
declare const defineNuxtPlugin: (plugin: () => void) => any;
declare const useRuntimeConfig: () => any;
declare const useFetch: (address: string) => any;
declare const $props: () => any;
interface ImportMeta {
  env: Record<string, string>;
}
declare const vue: (options: any) => any;
declare const router: { push(path: string): void };

// The reader's own.
declare const load: (signal: AbortSignal) => Promise<void>;
declare const data: any;
declare const database: { approveOnce(what: object): Promise<unknown> };
declare const fetchMySessionId: () => Promise<string | null>;
declare const isMember: (user: string, topic: string) => Promise<boolean>;
declare const show: (data: unknown) => void;
declare const token: string;
declare const secret: string;
declare const order: object;
declare const save: (order: object) => Promise<any>;
declare const restore: () => void;
