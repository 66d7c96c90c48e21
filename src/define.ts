import './define/dx-alert-toast.js';
import './define/dx-connection.js';
import './define/dx-connection-status.js';
import './define/dx-event-log.js';
import './define/dx-inbox.js';
import './define/dx-messenger.js';
import './define/dx-redirect.js';
import './define/dx-refresher.js';
