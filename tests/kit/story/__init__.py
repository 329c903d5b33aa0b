"""One launch told in snapshots: shop-app 3.2.0 over 3.1.4 with a coupon fault on Android at 5 %."""
