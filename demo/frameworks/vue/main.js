import { createApp } from 'vue';
import { configure } from 'dx-realtime';
import 'dx-realtime/define';
import App from './App.vue';

configure({ url: '', appId: 'demo' });
createApp(App).mount('#app');
