"""The only place that picks adapters from the configuration.

`app` puts everything together; `translating` and `ways` say what of the configuration each room
gets.
"""

from monitor.wiring.app import App, SystemClock, open_app, open_monitor, open_trial

__all__ = ["App", "SystemClock", "open_app", "open_monitor", "open_trial"]
