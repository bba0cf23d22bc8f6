"""Bylines of Japanese and English news: every form of the notes, their full-width twins, and what must stay unread.

A row is a text with the byline between ‹ and ›, and what it says: places | agency | reporters | date; a reporter is
`name@place(role)`. A text without the marks has no byline that may be read.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.model import Reporter
from digest.sourcing.byline import Byline, explain, parse_lead, parse_raw, parse_trail
from digest.sourcing.gazetteer import Place, load

NOTES_LEAD = """
‹【ワシントン=青木健二】›米国防総省は4日、 → ワシントン | – | 青木健二@ワシントン | –
‹【北京＝三浦沙織、台北＝小野寺翔】›中国軍は１９日、 → 北京,台北 | – | 三浦沙織@北京, 小野寺翔@台北 | –
‹【ワシントン=青木健二、三浦沙織】›米政府は → ワシントン | – | 青木健二@ワシントン, 三浦沙織@ワシントン | –
‹【NQNニューヨーク=川島里奈】›4日の相場は → ニューヨーク | – | 川島里奈@ニューヨーク | –
‹【カイロ、エルサレム=青木健二】› → カイロ,エルサレム | – | 青木健二 | –
‹【ワシントン時事】›米国務省は4日、 → ワシントン | 時事 | – | –
‹【ワシントン共同】›米海軍は → ワシントン | 共同 | – | –
‹【メキシコ市時事】›政府は → メキシコ市 | 時事 | – | –
‹【ソウル聯合ニュース】›合同参謀本部は → ソウル | 聯合ニュース | – | –
‹【ソウル共同=中原慎】›韓国国防省は → ソウル | 共同 | 中原慎@ソウル | –
‹（ワシントン＝共同）›米国防総省は → ワシントン | 共同 | – | –
‹[ワシントン ４日 ロイター] - ›会議は → ワシントン | ロイター | – | XXXX-XX-04
‹［東京 ２４日 ロイター］ - ›防衛省は → 東京 | ロイター | – | XXXX-XX-24
‹[４日 ロイター] - ›北朝鮮は → – | ロイター | – | XXXX-XX-04
‹[ソウル/東京 31日 ロイター] - ›北朝鮮が → ソウル,東京 | ロイター | – | XXXX-XX-31
‹【9月4日 AFP】›ロシア国防省は → – | AFP | – | XXXX-09-04
‹【9月5日 CNS】›中国外交部は → – | CNS | – | XXXX-09-05
‹（ブルームバーグ）： ›米国防長官は → – | ブルームバーグ | – | –
‹9月4日（ブルームバーグ）：›台湾国防部は → – | ブルームバーグ | – | XXXX-09-04
‹ワシントン（CNN） ›駆逐艦が → ワシントン | CNN | – | –
‹【新華社北京９月４日】›中国国防部は → 北京 | 新華社 | – | XXXX-09-04
‹【平壌9月4日発朝鮮中央通信】› → 平壌 | 朝鮮中央通信 | – | XXXX-09-04
‹（台北中央社）›国防部は4日、 → 台北 | 中央社 | – | –
‹WASHINGTON, Sept. 4, 2023 — ›The Department → WASHINGTON | – | – | 2023-09-04
‹CAMP FOSTER, Okinawa — ›Marines → CAMP FOSTER, Okinawa | – | – | –
【速報】政府は4日夜、
　防衛省は4日、次期戦闘機の
「【声明】」と題した文書は
"""

NOTES_TRAIL = """
…明らかにした。‹【ワシントン青木健二】› → ワシントン | – | 青木健二@ワシントン | –
…述べた。‹【ワシントン青木健二、ソウル三浦沙織】› → ワシントン,ソウル | – | 青木健二@ワシントン, 三浦沙織@ソウル | –
…述べた。‹【ワシントン青木健二、三浦沙織】› → ワシントン | – | 青木健二@ワシントン, 三浦沙織@ワシントン | –
…見通しだ。‹【青木健二、三浦沙織】› → – | – | 青木健二, 三浦沙織 | –
…述べた。‹【千葉一郎】› → – | – | 千葉一郎 | –
…述べた。‹【福島花子、ワシントン長崎次郎】› → ワシントン | – | 福島花子, 長崎次郎@ワシントン | –
…発表した。‹【ニューデリー青木健二】› → ニューデリー | – | 青木健二@ニューデリー | –
…述べた。‹【パリ三木康平】› → パリ | – | 三木康平@パリ | –
…述べた。‹【三浦・ハンナ】› → – | – | 三浦・ハンナ | –
…述べた。‹【ロンドン=ジョン・スミス】› → ロンドン | – | ジョン・スミス@ロンドン | –
…述べた。‹（ワシントン・青木健二）› → ワシントン | – | 青木健二@ワシントン | –
…述べた。‹（ワシントン=青木健二）› → ワシントン | – | 青木健二@ワシントン | –
…述べた。‹（青木健二）› → – | – | 青木健二 | –
…述べた。‹（ワシントン共同）› → ワシントン | 共同 | – | –
…述べた。‹(c)AFP/Taro YAMADA› → – | AFP | Taro YAMADA | –
‹ワシントン=文正浩(ムン・ジョンホ)特派員 moon@example.co.kr› → ワシントン | – | 文正浩@ワシントン(特派員) | –
…述べた。‹【聞き手・青木健二】› → – | – | 青木健二(聞き手) | –
北大西洋条約機構（NATO）
朝鮮労働党総書記（金正恩）
…発表した。（写真は海上自衛隊提供）
"""

MORE_LEAD = """
‹【ワシントン＝青木健二】　›米国防総省は → ワシントン | – | 青木健二@ワシントン | –
　‹【モスクワ＝青木健二】›ロシア軍は → モスクワ | – | 青木健二@モスクワ | –
‹【ワシントン゠青木健二】›政府は → ワシントン | – | 青木健二@ワシントン | –
‹【ワシントン〓青木健二】›政府は → ワシントン | – | 青木健二@ワシントン | –
‹【ﾜｼﾝﾄﾝ=青木健二】›政府は → ワシントン | – | 青木健二@ワシントン | –
‹【ワシントン＝青木 健二】›政府は → ワシントン | – | 青木健二@ワシントン | –
‹【ワシントン=青木健二特派員】›政府は → ワシントン | – | 青木健二@ワシントン(特派員) | –
‹【北京支局=三浦沙織】›政府は → 北京 | – | 三浦沙織@北京 | –
‹【米ワシントン=青木健二】›政府は → 米ワシントン | – | 青木健二@米ワシントン | –
‹【ウクライナ東部バフムト=共同】›軍は → ウクライナ東部バフムト | 共同 | – | –
‹【中国・上海=青木健二】›軍は → 中国・上海 | – | 青木健二@中国・上海 | –
‹【キエフ=青木健二】›政府は → キエフ | – | 青木健二@キエフ | –
‹【国連=青木健二】›安保理は → 国連 | – | 青木健二@国連 | –
‹【千葉=青木健二】›県警は → 千葉 | – | 青木健二@千葉 | –
‹【カイロ=青木健二、ロンドン三浦沙織】›政府は → カイロ,ロンドン | – | 青木健二@カイロ, 三浦沙織@ロンドン | –
‹【ベルン=青木健二、パリ=三浦沙織、森亮】›米軍は → ベルン,パリ | – | 青木健二@ベルン, 三浦沙織@パリ, 森亮@パリ | –
‹【青木健二、ワシントン=三浦沙織】›米軍は → ワシントン | – | 青木健二, 三浦沙織@ワシントン | –
‹【ワシントン青木健二】›米軍は → ワシントン | – | 青木健二@ワシントン | –
‹【ロンドン=John Smith】›英軍は → ロンドン | – | John Smith@ロンドン | –
‹【ハノイ=グエン・バン・ナム】›政府は → ハノイ | – | グエン・バン・ナム@ハノイ | –
‹【ワシントン=吉永ゆかり】›政府は → ワシントン | – | 吉永ゆかり@ワシントン | –
‹【ニューヨーク20日=共同】›安保理は → ニューヨーク | 共同 | – | XXXX-XX-20
‹【ワシントン4日共同】›米政府は → ワシントン | 共同 | – | XXXX-XX-04
‹【ワシントン四日共同】›米政府は → ワシントン | 共同 | – | XXXX-XX-04
‹【モスクワ二十四日時事】›ロシアは → モスクワ | 時事 | – | XXXX-XX-24
‹【メルボルン共同】›豪州は → メルボルン | 共同 | – | –
‹【共同】›日本政府は → – | 共同 | – | –
‹（共同）›日本政府は → – | 共同 | – | –
‹【AP=共同】›米軍は → – | AP=共同 | – | –
‹（AFP時事）›仏軍は → – | AFP時事 | – | –
‹【パリAFP時事】›仏軍は → パリ | AFP時事 | – | –
‹【ワシントン・AFP時事】›米軍は → ワシントン | AFP時事 | – | –
‹【ワシントン＝ロイター＝共同】›米軍は → ワシントン | ロイター=共同 | – | –
‹〔ロンドン時事〕›英政府は → ロンドン | 時事 | – | –
‹【北京、台北共同】›中国は → 北京,台北 | 共同 | – | –
‹【那覇共同】›防衛局は → 那覇 | 共同 | – | –
‹[北京／上海　４日　ロイター] － ›中国は → 北京,上海 | ロイター | – | XXXX-XX-04
‹[ワシントン 9月4日 ロイター] - ›米国は → ワシントン | ロイター | – | XXXX-09-04
‹［ソウル　４日　ロイター］ ›韓国は → ソウル | ロイター | – | XXXX-XX-04
‹[ロンドン ロイター] - ›英国は → ロンドン | ロイター | – | –
‹【2023年9月4日 AFP】›仏軍は → – | AFP | – | 2023-09-04
‹【9月4日 東方新報】›中国は → – | 東方新報 | – | XXXX-09-04
‹【9月4日 KOREA WAVE】›韓国は → – | KOREA WAVE | – | XXXX-09-04
‹（CNN） ›米海軍の → – | CNN | – | –
‹ソウル（CNN） ›韓国軍は → ソウル | CNN | – | –
‹９月４日（ブルームバーグ）：　›米国防長官は → – | ブルームバーグ | – | XXXX-09-04
‹【台北中央社】›国防部は → 台北 | 中央社 | – | –
‹【モスクワ・タス通信】›国防省は → モスクワ | タス通信 | – | –
‹【新華社ワシントン9月4日】›米国は → ワシントン | 新華社 | – | XXXX-09-04
‹【平壌＝朝鮮中央通信】›金総書記は → 平壌 | 朝鮮中央通信 | – | –
【独自】‹【ワシントン=青木健二】›米政府は → ワシントン | – | 青木健二@ワシントン | –
【速報】 ‹（ワシントン共同）›米政府は → ワシントン | 共同 | – | –
‹【聞き手・青木健二】›防衛相に → – | – | 青木健二(聞き手) | –
‹【写真=青木健二】›護衛艦 → – | – | 青木健二(写真) | –
‹TOKYO (AP) — ›Japan → TOKYO | AP | – | –
‹SEOUL, Sept. 4 (Yonhap) -- ›South Korea → SEOUL | Yonhap | – | XXXX-09-04
‹SAN DIEGO – ›The ship → SAN DIEGO | – | – | –
‹NORFOLK, Va. — ›The ship → NORFOLK, Va. | – | – | –
‹NAVAL BASE GUAM-SOUTH, Guam, Sept. 4, 2023 — ›The ship → NAVAL BASE GUAM-SOUTH, Guam | – | – | 2023-09-04
‹By Kenji Aoki and Saori Miura› → – | – | Kenji Aoki, Saori Miura | –
‹By Kenji Aoki STARS AND STRIPES› → – | – | Kenji Aoki | –
‹By Taro YAMADA, Reuters› → – | Reuters | Taro YAMADA | –
‹ハノイ＝青木健二› → ハノイ | – | 青木健二@ハノイ | –
‹ハノイ=青木健二›\\nベトナム政府は → ハノイ | – | 青木健二@ハノイ | –
‹ワシントン 4日 ロイター› → ワシントン | ロイター | – | XXXX-XX-04
‹WASHINGTON (Reuters)› → WASHINGTON | Reuters | – | –
‹（ソウル聯合ニュース）›韓国軍は → ソウル | 聯合ニュース | – | –
‹【モスクワAFP=時事】›ロシアは → モスクワ | AFP=時事 | – | –
‹【ワシントン4日AFP時事】›米国は → ワシントン | AFP時事 | – | XXXX-XX-04
ハノイ=青木健二は
FOSTER (base) is
共同
【ハルジャ=青木健二】政府は
【ハルジャ共同】政府は
【日米共同】訓練を始めた
【ワシントン】米政府は
【青木健二】防衛相は
【防衛省】4日、
【北京五輪】開会式が
【ワシントン会談】両首脳は
【ロンドン金利】4日の
【ウクライナ侵攻】ロシア軍は
【パリ同時攻撃】当局は
【写真=共同】護衛艦
【ワシントン=写真は共同】米政府は
【ワシントン=青木健二、ソウル】米政府は
【ワシントン32日共同】米政府は
[ワシントン 0日 ロイター] - 会議は
【2月30日 AFP】仏軍は
【ワシントン=】米政府は
【=青木健二】米政府は
【】米政府は
【ワシントン=青木健二
ワシントン（共同）は
日本（CNN） 海自が
防衛省（共同） 海自が
ワシントンで4日、
4日（月）の会合で
UPDATE, Sept. 4 — The ministry
NATO — The alliance
PAC-3 — The missile
By Friday the ministry will
By Next Monday
"""

MORE_TRAIL = """
…述べた。‹［ワシントン青木健二］› → ワシントン | – | 青木健二@ワシントン | –
…述べた。‹　【ワシントン＝青木健二】› → ワシントン | – | 青木健二@ワシントン | –
…述べた。\\n‹【ワシントン青木健二】›\\n → ワシントン | – | 青木健二@ワシントン | –
「発射した」‹（共同）› → – | 共同 | – | –
…述べた。‹（時事）› → – | 時事 | – | –
…述べた。‹（ＡＦＰ時事）› → – | AFP時事 | – | –
…述べた。‹（AP＝共同）› → – | AP=共同 | – | –
…述べた。‹（ワシントン時事）› → ワシントン | 時事 | – | –
…述べた。‹（ソウル＝文正浩(ムン・ジョンホ)特派員）› → ソウル | – | 文正浩@ソウル(特派員) | –
…述べた。‹（那覇・青木健二）› → 那覇 | – | 青木健二@那覇 | –
…述べた。‹（北京・三浦沙織、台北・小野寺翔）› → 北京,台北 | – | 三浦沙織@北京, 小野寺翔@台北 | –
…述べた。‹（聞き手・青木健二、写真・三浦沙織）› → – | – | 青木健二(聞き手), 三浦沙織(写真) | –
…述べた。‹（聞き手＝ワシントン・青木健二）› → ワシントン | – | 青木健二@ワシントン(聞き手) | –
…述べた。‹【まとめ・青木健二】› → – | – | 青木健二(まとめ) | –
…述べた。‹【青木健二編集委員】› → – | – | 青木健二(編集委員) | –
…述べた。‹【佐々木一】› → – | – | 佐々木一 | –
…述べた。‹【森亮】› → – | – | 森亮 | –
…述べた。‹（青木）› → – | – | 青木 | –
…述べた。‹【勅使河原三郎】› → – | – | 勅使河原三郎 | –
…述べた。‹【田中国男】› → – | – | 田中国男 | –
…述べた。‹【千葉真理子】› → – | – | 千葉真理子 | –
…述べた。‹【三浦はるか】› → – | – | 三浦はるか | –
…述べた。‹【千葉・ハンナ】› → – | – | 千葉・ハンナ | –
…述べた。‹【パリス・ヒルマン】› → – | – | パリス・ヒルマン | –
…述べた。‹【ロンドンジョン・スミス】› → ロンドン | – | ジョン・スミス@ロンドン | –
…述べた。‹【北京子】› → – | – | 北京子 | –
…述べた。‹【青木健二（ワシントン）】› → ワシントン | – | 青木健二@ワシントン | –
…述べた。‹【ワシントン林亮】› → ワシントン | – | 林亮@ワシントン | –
…述べた。‹(c)AFP› → – | AFP | – | –
…述べた。‹©AFP/Taro YAMADA and Jiro SATO› → – | AFP | Taro YAMADA, Jiro SATO | –
…述べた。‹ⓒAFP› → – | AFP | – | –
…述べた。‹(c)CNS/JCM/AFPBB News› → – | CNS | – | –
‹ソウル=文正浩記者› → ソウル | – | 文正浩@ソウル(記者) | –
…述べた。‹文正浩記者 moon@example.co.kr› → – | – | 文正浩(記者) | –
…述べた（青木健二）
…述べた。（敬称略）
…述べた。（続く）
…述べた。（完）
…述べた。（つづく）
…述べた。（肩書は当時）
…述べた。（一部敬称略）
…述べた。（拍手）
…述べた。（統合幕僚長）
…述べた。（ワシントン）
…述べた。（NATO）
…述べた。（4日付朝刊）
…述べた。（写真・共同）
…述べた。（政治部）
…述べた。【重要】
…述べた。【関連記事】
…述べた。【ガザ南部】
…述べた。【洛陽青木健二】
…述べた。【那覇青木健二】
…述べた。【那覇青木健】
…述べた。【釜山次郎】
…述べた。【ハルジャ青木健二】
…述べた。【青木健二、ほか】
…述べた。【宮崎・健太郎】
…述べた。【青木健二・三浦沙織】
…述べた。(c)東都新聞
…述べた。(c)AFP/提供写真
ワシントン駐在記者
本紙記者
政治部記者
…と記者
「【青木健二】」と書かれた
…述べた。【速報】
"""


def rows(table: str) -> list[tuple[str, str]]:
    parted = (row.partition(" → ") for row in table.split("\n") if row)
    return [(text.replace("\\n", "\n"), said.strip()) for text, _, said in parted]


def plain(marked: str) -> str:
    return marked.replace("‹", "").replace("›", "")


def told(found: Byline) -> str:
    """What a byline says, in the notation of the tables."""
    reporters = [
        f"{one.name}{'@' * bool(one.place)}{one.place}{f'({one.role})' if one.role else ''}" for one in found.reporters
    ]
    parts = (",".join(found.places), found.agency, ", ".join(reporters), found.date)
    return " | ".join(part or "–" for part in parts)


def marked(text: str, found: Byline) -> str:
    """The text with the byline between the marks."""
    return f"{text[: found.start]}‹{found.raw}›{text[found.end :]}" if found.raw else text


def widened(text: str) -> str:
    """The same text with full-width digits and signs, as live pages have them."""
    return text.translate(str.maketrans("0123456789()[]=/:", "０１２３４５６７８９（）［］＝／："))


@pytest.mark.parametrize(("line", "said"), rows(NOTES_LEAD + MORE_LEAD))
def test_a_byline_before_the_text(line: str, said: str) -> None:
    found = parse_lead(plain(line), load())
    assert (marked(plain(line), found), told(found)) == (line, said or "– | – | – | –")


@pytest.mark.parametrize(("line", "said"), rows(NOTES_TRAIL + MORE_TRAIL))
def test_a_byline_after_the_text(line: str, said: str) -> None:
    found = parse_trail(plain(line), load())
    assert (marked(plain(line), found), told(found)) == (line, said or "– | – | – | –")


@pytest.mark.parametrize(("line", "said"), rows(NOTES_LEAD + MORE_LEAD))
def test_full_width_signs_before_the_text_say_the_same(line: str, said: str) -> None:
    found = parse_lead(widened(plain(line)), load())
    assert (marked(widened(plain(line)), found), told(found)) == (widened(line), said or "– | – | – | –")


@pytest.mark.parametrize(("line", "said"), [row for row in rows(NOTES_TRAIL + MORE_TRAIL) if "@example" not in row[0]])
def test_full_width_signs_after_the_text_say_the_same(line: str, said: str) -> None:
    found = parse_trail(widened(plain(line)), load())
    assert (marked(widened(plain(line)), found), told(found)) == (widened(line), said or "– | – | – | –")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("【ワシントン=青木健二】", "ワシントン | – | 青木健二@ワシントン | –"),
        ("ワシントン=青木健二", "ワシントン | – | 青木健二@ワシントン | –"),
        ("ワシントン 4日 ロイター", "ワシントン | ロイター | – | XXXX-XX-04"),
        ("　ワシントン　４日　ロイター　", "ワシントン | ロイター | – | XXXX-XX-04"),
        ("[ワシントン 4日 ロイター] - ", "ワシントン | ロイター | – | XXXX-XX-04"),
        ("ワシントン共同", "ワシントン | 共同 | – | –"),
        ("ワシントン", "ワシントン | – | – | –"),
        ("【ワシントン】", "ワシントン | – | – | –"),
        ("青木健二", "– | – | 青木健二 | –"),
        ("青木健二、三浦沙織", "– | – | 青木健二, 三浦沙織 | –"),
        ("青木健二(ワシントン)", "ワシントン | – | 青木健二@ワシントン | –"),
        ("ワシントン・青木健二", "ワシントン | – | 青木健二@ワシントン | –"),
        ("（青木健二）", "– | – | 青木健二 | –"),
        ("(c)AFP/Taro YAMADA", "– | AFP | Taro YAMADA | –"),
        ("By Kenji Aoki", "– | – | Kenji Aoki | –"),
        (
            "ワシントン=文正浩(ムン・ジョンホ)特派員 moon@example.co.kr",
            "ワシントン | – | 文正浩@ワシントン(特派員) | –",
        ),
    ],
)
def test_a_byline_by_itself(field: str, said: str) -> None:
    found = parse_raw(field, load())
    assert (told(found), found.raw, found.rest) == (said, field, "")


@pytest.mark.parametrize(
    "field", ["", " ", "【速報】", "取材班", "防衛省担当", "ハルジャ=青木健二", "青木健二ほか", "【】"]
)
def test_an_unsure_byline_by_itself_stays_raw(field: str) -> None:
    assert parse_raw(field, load())._replace(unknown="") == Byline(rest=field)


def test_an_unknown_place_is_named_for_the_author_and_read_once_it_is_registered() -> None:
    line = "【ハルジャ＝青木健二】政府は"
    assert parse_lead(line, load()).unknown == "ハルジャ"
    assert parse_trail("述べた。【ハルジャ=青木健二】", load()).unknown == "ハルジャ"
    assert parse_raw("ハルジャ=青木健二", load()).unknown == "ハルジャ"
    extended = load().with_places([Place("ハルジャ", country="SD", bureau=True)])
    assert parse_lead(line, extended).reporters == (Reporter("青木健二", place="ハルジャ"),)
    assert parse_trail("述べた。【ハルジャ青木健二】", extended).places == ("ハルジャ",)


@pytest.mark.parametrize(
    "line", ["【解説=青木健二】x", "【写真=共同】x", "【日米共同】x", "【速報】x", "(注=原文のまま)x"]
)
def test_what_is_no_place_is_not_offered_as_one(line: str) -> None:
    assert parse_lead(line, load()).unknown == ""


def test_a_label_is_the_kicker_and_stays_in_the_text() -> None:
    found = parse_lead("【速報】（ワシントン共同）米政府は", load())
    assert (found.kicker, found.rest) == ("速報", "【速報】米政府は")
    assert parse_lead("【独自】【深掘り】米政府は", load()) == Byline(rest="【独自】【深掘り】米政府は", kicker="独自")


def test_explaining_gives_the_promised_object() -> None:
    assert explain("【北京＝三浦沙織、台北＝小野寺翔】中国軍は１９日、", trailing=False) == {
        "places": ["北京", "台北"],
        "agency": None,
        "reporters": [
            {"name": "三浦沙織", "place": "北京", "role": None},
            {"name": "小野寺翔", "place": "台北", "role": None},
        ],
        "date": None,
        "rest": "中国軍は１９日、",
    }
    assert explain("述べた。（共同）", trailing=True)["agency"] == "共同"
    assert explain("何もない。", trailing=True) == {
        "places": [],
        "agency": None,
        "reporters": [],
        "date": None,
        "rest": "何もない。",
    }


PIECES = [
    *(
        "【",
        "】",
        "[",
        "]",
        "（",
        "）",
        "(",
        ")",
        "=",
        "＝",
        "、",
        "・",
        "/",
        "。",
        "」",
        " ",
        "　",
        "\n",
        "-",
        "—",
        ":",
        "(c)",
        "©",
    ),
    *(
        "ワシントン",
        "ソウル",
        "那覇",
        "千葉",
        "青木健二",
        "三浦",
        "共同",
        "AFP",
        "時事",
        "ロイター",
        "4日",
        "９月４日",
        "㍻",
        "ｶﾞ",
        "特派員",
    ),
    *("聞き手", "写真", "By Kenji Aoki", "WASHINGTON", ", Sept. 4", "速報", "NQN", "a@example.com", "…", "は"),
]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(TEXTS)
@example("㍻【ワシントン=青木健二】")
@example("…。【ワシントン青木健二】 ")
def test_every_text_is_kept_whole(text: str) -> None:
    for found in (parse_lead(text, load()), parse_trail(text, load()), parse_raw(text, load())):
        assert text[found.start : found.end] == found.raw
        assert text[: found.start] + found.raw + text[found.end :] == text
        assert found.rest == text[: found.start] + text[found.end :]
        assert bool(found.raw) == bool(found.places or found.agency or found.reporters or found.date)
        assert all(reporter.name for reporter in found.reporters)
        assert len(set(found.places)) == len(found.places)


@given(TEXTS)
def test_what_explain_says_is_json(text: str) -> None:
    for trailing in (False, True):
        said = explain(text, trailing=trailing)
        assert json.loads(json.dumps(said)) == said
        assert list(said) == ["places", "agency", "reporters", "date", "rest"]
