"""Owns what a report says it relays: the paper or the body that its first sentences name as where they have it from.

米紙ニューヨーク・タイムズ(NYT)は4日、…と報じた relays a paper; 米国家安全保障会議(NSC)は…を明らかにした relays a body.
Only the first paragraph counts, and of it only whom the main sentence makes the speaker: what is mentioned later is
background. A proposal for the author to check, never more.
"""

from __future__ import annotations

import re
import unicodedata

from digest.content.resolving import Registries

_SAID = r"(?:報じ|報道し|伝え|明らかに|発表|公表|声明|述べ|警告|確認し|説明し|指摘し|主張し|表明)"
_NATION = r"(?:米国?|英国?|仏|独|露|ロシア|韓国?|中国?|台湾?|豪|印|伊|加|北朝鮮)"
_BODY = r"(?:会議|省|庁|府|軍|司令部|参謀本部|監部|院|委員会|当局|機構|国防部|外交部|通信社?|新聞|放送|テレビ)"
_PAPER = re.compile(rf"{_NATION}(?:有力|主要|経済)?[紙誌](?:の)?[「『]?(?P<name>[^\s、。「」『』()はがもに]{{2,30}})")
_SPEAKER = re.compile(
    rf"(?:^|(?<=[、。】\]) ]))(?P<name>{_NATION}?[一-鿿ァ-ヶー・A-Za-z]{{1,24}}{_BODY})(?:\([^()]{{1,30}}\))?[はがも]"
)
_ABBREVIATED = re.compile(r"^\([^()]{1,30}\)")
_PARTICLE = re.compile(r"^[』」]?(?:は|が|も|によると|の報道|などが|など)")


def find(paragraph: str, tables: Registries) -> tuple[str, ...]:
    """Names of outlets and bodies that the first paragraph of a report relays, as the registry has them."""
    text = unicodedata.normalize("NFKC", paragraph)
    if re.search(_SAID, text) is None:
        return ()
    papers = [found["name"] for found in _PAPER.finditer(text) if _speaks(text[found.end() :])]
    names = papers or _bodies(text)
    return tuple(dict.fromkeys(tables.outlets.resolve(name).name for name in names))


def _speaks(behind: str) -> bool:
    """Whether a name is what the sentence is about: an abbreviation in brackets may follow it, then a particle."""
    return _PARTICLE.match(_ABBREVIATED.sub("", behind)) is not None


def _bodies(text: str) -> list[str]:
    """The body that speaks in the first sentence: one whose name tells that it is a body."""
    sentence = text.partition("。")[0]
    found = _SPEAKER.search(sentence)
    if found is None or re.search(_SAID, sentence[found.end() :]) is None:
        return []
    return [found["name"]]
