import { mount } from 'svelte';
import { configure } from 'dx-realtime';
import 'dx-realtime/define';
import App from './App.svelte';

configure({ url: '', appId: 'demo' });
mount(App, { target: document.querySelector('#app') });
