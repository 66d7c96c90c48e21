let orders = 0;

export default defineEventHandler(() => ({ orders: (orders += 1) }));
