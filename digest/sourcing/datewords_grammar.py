"""Owns the grammar of date words: patterns, on folded (NFKC) text, of what is a date and of what only looks like one.

Not dates (notes/news-domain.md 3.1, rule 11) are lookaheads and `BEFORE`: 3日間, 4日市, 10日以上, 第7艦隊, 二十日大根.
`HINT` finds the few places where a date word can begin; only there `POINT` is worth trying.

Bodies are read for date words from end to end, so both are written for the way CPython's `re` works. It runs to the
next match where it knows every character that one may begin with; it leaves an alternative at once where a set or
lookahead at its head does not hold; and `(?:x|)`, which reads the same as `(?:x)?`, costs half as much. `_WORD` and the
`_BEGINS` change no reading: they spare alternatives that would fail.
"""

from __future__ import annotations

import re
import string

DIGITS = "〇一二三四五六七八九"
KANJI = DIGITS + "十廿"
NUM = rf"(?:[0-9]{{1,2}}|[{KANJI}]{{1,3}})"
_DASHES = r"~〜\-‐–—―─−ー"
DASH = rf"\s?[{_DASHES}]\s?"
_WORD = "(?![0-9])"
_NUMBER_BEGINS = f"(?=[0-9{KANJI}同翌])"
_MONTH_BEGINS = f"{_NUMBER_BEGINS}(?![0-9{KANJI}]{{1,3}}日)"
_YEAR_BEGINS = f"(?=[0-9{KANJI}同翌元令平昭大明])(?![0-9{KANJI}]{{1,4}}[月日])"
_LIST = r"(?:、|,|・)"
_NUMS = rf"{NUM}(?:(?=[\s、,・{_DASHES}])(?:(?:{DASH}|{_LIST}){NUM}){{1,11}}|)"
_ERA = "(?:令和|平成|昭和|大正|明治)"
_YEAR_NUM = rf"(?:[0-9]{{4}}|[{DIGITS}]{{4}}|元|[0-9]{{1,2}}|[{KANJI}]{{1,3}})"
_CLOCK = (
    r"(?:の?(?:未明|明け方|早朝|朝|午前|昼前|昼過ぎ|昼|正午|午後|夕方|夕|夜のはじめ頃|夜遅く|夜|深夜))?"
    r"(?:[0-9]{1,2}時(?:[0-9]{1,2}分|半)?(?:ごろ|頃)?)?"
)

_SAME = "(?<![共合協混帯一賛異年])同"
"""同 as a date word; in 共同 it is the tail of another word."""
_NOT_YEAR = (
    r"(?!間|ぶり|連続|目|以上|以内|以下|以前|余|半(?!ば)|前(?!半)|後(?!半)|来|越し|物|債|生|級|計画|型|式|製|版|戦争|超|弱|強|未満"
    r"|比|同期|同月|並み|がかり|おき|ごと|度比|度並み|近く|ほど|くらい|ぐらい|齢|輩|ものの?|もかけ|にわたる)"
)
_YEAR = rf"""
(?:{_WORD}(?:(?P<year_word>再来年|さ来年|(?<![従以由元])来年|(?<![証声説])明年|今年|ことし|(?<![日基])本年(?!度|金)|昨年|(?<!死)去年|一昨年|おととし
  |{_SAME}年|前年|翌々年|翌年)(?!度|代|比|同期|同月|齢|輩|並み|来)
 |(?P<fiscal_word>再来|来|今|本|昨|一昨|前|{_SAME}|翌)年度(?!比|並み))
 |{_YEAR_BEGINS}(?:(?P<year_lead>{_SAME}|翌)|)(?:(?P<era>{_ERA})|)(?:(?P<year_from>[0-9]{{4}}|[0-9]{{2}}(?=[^年]{{3,5}}年度)){DASH}|)(?P<year>{_YEAR_NUM})
  (?:\((?P<era_also>{_ERA})?(?P<year_also>{_YEAR_NUM})年?\)|)(?P<year_unit>年代|年度(?!比|並み)|会計年度|年{_NOT_YEAR}))
"""
_MONTH_PART = (
    r"上旬|初旬|中旬|下旬|初め|はじめ|初頭|半ば|なかば|末日|末(?!端|期|明|裔|路)|前半|後半|期(?!待|限|間|日|し|す)"
)
_NOT_MONTH = r"(?!間|面|光|号|革命|雨|病|人形|王政|危機|堂|連続|ぶり|ごと|おき|余|以上|以内)"
_MONTH = rf"""
(?:{_WORD}(?P<month_word>先々月|先月|前月|今月|本月|{_SAME}月|再来月|(?<![従以由])来月|翌々月|翌月)(?!比|並み|号)
 |{_MONTH_BEGINS}(?:(?P<month_lead>{_SAME}|翌)|)(?P<months>{_NUMS})月{_NOT_MONTH})
"""
_NOT_DAY = (
    r"(?!間|ぶり|連続|連日|続け|続き|つづ|目|当たり|当り|あたり|以内|以上|以下|余|分|前(?!後)|後|市|町|村|制|程|未満|超|弱|強|近く|足らず"
    r"|ほど|くらい|ぐらい|おき|ごと|置き|がかり|掛かり|がけ|かけ|休|酔|坊主|天下|大根|千秋|月(?!曜)|周期|線|熱|麻疹|ばしか|戦争|ルール|署長|平均"
    r"|とも|にわた|のうち(?!に)|の猶予|の休|しか|に(?:[0-9]{1,3}|[一二三数])(?:回|度|本|件|人|機|隻|発)|[0-9]+(?:回|度)|もた|も経|[をが](?:要|過ぎ|経|費|かか)|もかか|鼠|戎|えびす|攻防|中旬|本)"
)
_NOT_ONE_DAY = (
    r"(?!(?<![0-9二三])[1一]日(?:に?(?:約|平均|最大|最長|計|数|延べ|千|百|[0-9]+(?![0-9]|時|日|分))"
    r"|も早|も欠|中|の大半))"
)
_DAY = rf"""
(?:{_NUMBER_BEGINS}(?:(?P<day_lead>{_SAME}|翌)|){_NOT_ONE_DAY}(?P<days>{_NUMS})(?:日{_NOT_DAY}(?:の?両日|)|の?両日)
 (?:\((?P<weekday>[月火水木金土日])(?:曜日?)?(?:・[^()\s]{{1,2}})?\)|の?(?P<weekday_word>[月火水木金土日])曜日?|))
"""
_YEAR_PART = (
    r"末(?!期|端|年始)|初め|はじめ|初頭|半ば|前半|後半|上半期|下半期|内|第[1-4一二三四]四半期"
    r"|春(?!闘|樹|日)|夏(?!目)|秋(?!田|葉)|冬(?!季)"
)
_TURN = r"(?!本|銀|産|系|米|韓|英|選|程|比|仏|露|ロ|印|豪|弁)"
_FIXED = rf"""
(?P<iso>(?<![\w/.\-])(?:1[89]|20|21)[0-9]{{2}}(?P<iso_mark>[-/.])[0-9]{{1,2}}(?P=iso_mark)[0-9]{{1,2}}(?!(?P=iso_mark)?[\w/]))
|{_WORD}(?:(?P<week>先々週|先週|前週|今週|{_SAME}週|再来週|(?<![従以])来週|翌週)(?!号|刊|間)
 (?:(?P<week_part>末|明け|初め|はじめ|前半|半ば|後半)|の?(?P<week_day>[月火水木金土日])曜日?)?
|(?P<turn>{_SAME}日|翌々日|翌日|前々日|前日){_TURN}(?!夜祭)|(?P<turn_morning>翌(?=[朝未晩]))
|(?P<near>一昨日|おととい|昨日|きのう|(?<![日基])本日|今日|きょう|(?<![証声説])明日|明後日|あさって|あした|あす|今朝|けさ|今夜|今晩|今夕|昨夜|昨晩|昨夕|明晩)
 (?!本|銀|産|香|的|な|か|だい|い)
|(?P<edge>年末年始|年度末|年度内|年末|年内|年始|年初(?!来)|年明け|月末|月初め|月内|週明け|週末|週内)
|(?P<near_season>一昨|昨|今|(?<![従以由])来)(?P<season>春(?!闘|日)|夏(?!目)|秋(?!田|葉)|冬(?!季)))
"""
_ABOUT = r"(?:(?P<about>ごろ|頃|ころ|前後)|)"
POINT = re.compile(
    rf"""(?:{_FIXED}
    |{_YEAR}(?:の?{_MONTH}(?:の?{_DAY}|の?(?P<month_part>{_MONTH_PART})|)|の?(?P<year_part>{_YEAR_PART})|)
    |{_MONTH.replace("<month", "<lone_month")}(?:の?{_DAY.replace("?P<", "?P<lone_")}
     |の?(?P<lone_month_part>{_MONTH_PART})|)
    |{_DAY.replace("?P<", "?P<only_")}
    ){_ABOUT}""",
    re.VERBOSE,
)
_UNIT = rf"(?:[年月日会昨両/.(]|の両|[、,・{_DASHES}]\s?[0-9{KANJI}])"
_THEN = {
    f"{string.digits}{KANJI}": f"[0-9{KANJI}]{{0,3}}{_UNIT}",
    "同翌": f"[年月日週々未朝晩元令平昭明]|[0-9{KANJI}]{{1,3}}{_UNIT}",
    "前昨去今本来再先": "[年月日週々来春夏秋冬朝夜晩夕]",
    "年月週": "[末内初明始度]",
    "明": "[年日晩後治]",
    "令平昭大": "[和成正]",
    "さ": "来",
    "あ": "[すさし]",
    "お": "と[とし]",
    "き": "[のょ]う",
    "こ": "とし",
    "け": "さ",
}
"""What must follow each character that a date word can begin with."""
_BEGINNING = "".join(_THEN)
HINT = re.compile("|".join(f"{first}(?={then})" for some, then in _THEN.items() for first in some))
_COUNT_SIGNS = f"{string.digits}{string.ascii_letters}.,:/{KANJI}百千万億第約計数何丸毎"
_COUNT_WORDS = (
    *("およそ", "延べ", "まる", "あと", "残り", "わずか", "たった", "この", "ここ", "過去", "今後", "以来", "最長"),
    *("最大", "向こう", "懲役", "禁錮", "毎年", "毎月", "毎週"),
)
_COUNT_DASHES = "~〜‐–—―─−-"
BEFORE = re.compile(rf"(?:[{_COUNT_SIGNS}]|{'|'.join(_COUNT_WORDS)}|[0-9][{_COUNT_DASHES}])$")
"""What turns the number after it into a count, or makes it a part of another."""
BEFORE_ENDS = frozenset(f"{_COUNT_SIGNS}{_COUNT_DASHES}\n").union(word[-1] for word in _COUNT_WORDS)
"""What such words end with (`$` looks over a line's end): where the text before does not, no need to ask `BEFORE`."""
BEFORE_WORD = re.compile(r"[ぁ-んァ-ヶー毎]$")
KANA = re.compile(r"[ぁ-ん]")
JOINT = re.compile(rf"(?:(?P<to>{DASH}|{_CLOCK}(?:から|より))|と|、|・|及び|および)(?=[{_BEGINNING}元])")
"""What stands between two dates that belong together: a range's sign, or one of a pair or list; before the second."""
BOTH = re.compile(r"の?両日")
SMALL_YEAR_USE = re.compile(r"[にの、は](?!歳月|刑|実刑|懲役|判決|任期|歴史|経験|節目|わた|及|[0-9])|以降|から")
COUNT_USE = re.compile(r"で(?!は|も)|の(?:日程|期間|間)")
"""What may follow a day, and may as well follow a number of days."""
ONE_DAY_USE = re.compile(r"付|午前|午後|未明|夕|夜|朝|深夜|、")
NOWADAYS_USE = re.compile("の|で|に至|まで|、?我")
"""What may follow 今日 where it means our time."""
