"""The picture of the browser's tab. The browser makes it anew with every entry of its history: of a drawing (SVG) that took
as long as a chart."""

from base64 import b64encode
from pathlib import Path

ICON = f"data:image/png;base64,{b64encode((Path(__file__).parent / 'icon.png').read_bytes()).decode()}"
