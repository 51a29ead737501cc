"""Templates keep the strict content policy, name real icons, and escape what people type."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.test import override_settings

from tests.ui.conftest import Body, MakeRequest, Render
from ui.gallery import GalleryPage
from ui.icons import icon_svg

UI = Path(__file__).parents[2] / "platform" / "ui"
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(UI / "templates")) for path in TEMPLATES]
COMPONENTS = sorted(path.stem for path in (UI / "templates" / "cotton").glob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_has_nothing_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_names_real_icons(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for name in re.findall(r'(?:icon_tag |icon=)"([a-z0-9-]+)"', source):
        assert "<path" in icon_svg(name) or "<circle" in icon_svg(name), name


@pytest.mark.parametrize("name", ["no-such-icon", "../secret", ""])
def test_unknown_icon_is_told_at_once(name: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        icon_svg(name)


@override_settings(DEBUG=True)
def test_gallery_has_unique_ids_and_stays_small(make_request: MakeRequest, body: Body) -> None:
    request = make_request(path="/_ui/gallery/")
    html = body(request, GalleryPage.as_view()(request))
    assert len(html.encode()) < 100_000
    assert " style=" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    doubled = {name for name in ids if ids.count(name) > 1}
    # The gallery shows one form twice, right and wrong; a page never does.
    assert all(name.startswith("id_") for name in doubled)


def test_every_component_is_shown() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    unused = [name for name in COMPONENTS if not re.search(rf"<c-{name}[\s>]", source)]
    assert unused == [], "show the component in the gallery"


def test_typed_text_is_escaped_everywhere(render: Render) -> None:
    evil = '"><script>x</script>'
    source = (
        '<c-person name="{{ evil }}" role="{{ evil }}" /><c-badge>{{ evil }}</c-badge>'
        '<c-tile label="{{ evil }}" :value="evil" /><c-clause clause="{{ evil }}" :quote="evil" />'
        '<c-button href="/x/" :data-name="evil" title="{{ evil }}">{{ evil }}</c-button>'
        '<c-empty title="{{ evil }}">{{ evil }}</c-empty><c-card :title="evil">{{ evil }}</c-card>'
        '<c-chart id="c" :option="option" title="{{ evil }}" />'
    )
    html = render(source, evil=evil, option={"text": evil})
    assert "<script>x" not in html
    assert html.count("&lt;script&gt;") >= 10


def test_text_is_not_escaped_twice(render: Render) -> None:
    assert "O&#x27;Neill" in render('<c-person name="{{ name }}" />', name="O'Neill")


def test_chart_option_is_data_that_the_script_reads(render: Render) -> None:
    html = render('<c-chart id="trend" :option="option" title="Trend" />', option={"series": [1]})
    data = re.search(r'<script id="trend-option" type="application/json">(.*?)</script>', html)
    assert data is not None
    assert json.loads(data[1]) == {"series": [1]}
    assert 'data-chart="#trend-option"' in html


def test_lock_file_names_no_hosts() -> None:
    assert "http" not in (UI / "package-lock.json").read_text(encoding="utf-8")


def test_htmx_stays_at_version_2() -> None:
    package = json.loads((UI / "package.json").read_text(encoding="utf-8"))
    assert package["dependencies"]["htmx.org"].startswith("2.0.")
