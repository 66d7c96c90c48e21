let orders = 0;

export const load = () => ({ orders: (orders += 1) });
