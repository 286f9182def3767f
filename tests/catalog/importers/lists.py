"""Small lists in every format that can be imported, and a database to import them into."""

import gzip
from pathlib import Path

from freshbrick.catalog.importers.checking import Step
from freshbrick.catalog.importers.importing import checked_files, import_files
from freshbrick.catalog.importers.report import FileReport
from freshbrick.store.database import Database
from support.clock import VirtualClock

PARTS_CSV = """\
part_num,name,part_cat_id,part_material
3001,Brick 2 x 4,11,Plastic
3001pr0001,"Brick 2 x 4 with ""1"" Print",11,Plastic
stk01,Sticker Sheet for Set 1-1,58,Plastic
"""
CATEGORIES_CSV = "id,name\n11,Bricks\n58,Stickers\n"
COLORS_CSV = """\
id,name,rgb,is_trans,num_parts,num_sets,y1,y2
-1,[Unknown],0033B2,False,17,2,2000,2000
0,Black,05131D,False,805877,223514,1957,2026
4,Red,C91A09,False,1,1,1957,2026
40,Trans-Brown,635F52,True,1,1,1957,2026
2000,Sky Grape,123456,False,1,1,2026,2026
"""
ELEMENTS_CSV = """\
element_id,part_num,color_id,design_id
300126,3001,0,3001
300121,3001,4,3001
4114319,3001,4,
1,stk01,2000,
"""
PARTS_TAB = (
    "Category ID\tCategory Name\tNumber\tName\tAlternate Item Number\tWeight (in Grams)\tDimensions\n"
    "\n"
    "5\tBrick\t3001\tBrick 2 x 4\t3001a,3001b\t2.32\t2 x 4 x 1\n"
    "36\tHinge\t4276a\tHinge Plate &amp;#40;2 Fingers&amp;#41;\t\t?\t? x ? x ?\n"
)
CATEGORIES_TAB = "Category ID\tCategory Name\n\n5\tBrick\n160\tSticker &amp;amp; Decal\n"
COLORS_TAB = (
    "Color ID\tColor Name\tRGB\tType\tParts\tIn Sets\tWanted\tFor Sale\tYear From\tYear To\n\n"
    "5\tRed\tB40000\tSolid\t1\t1\t1\t1\t1950\t2026\n"
    "11\tBlack\t212121\tSolid\t1\t1\t1\t1\t1957\t2026\n"
    "999\tSky Grape\tABCDEF\tPearl\t1\t1\t1\t1\t2026\t2026\n"
)
CODES_TAB = (
    "Item No\tColor\tCode\n\n3001\tRed\t300121\n3001\tRed\t4114319\n3001\tUltra Mauve\t1\n4276a\t11\t2\n"
)
PARTS_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<CATALOG>
  <ITEM>
    <ITEMTYPE>P</ITEMTYPE><ITEMID>3001</ITEMID><ITEMNAME>Brick 2 x 4</ITEMNAME><CATEGORY>5</CATEGORY>
    <ITEMYEAR>1958</ITEMYEAR><ITEMWEIGHT>2.32</ITEMWEIGHT>
    <ITEMDIMX>2</ITEMDIMX><ITEMDIMY>4</ITEMDIMY><ITEMDIMZ>?</ITEMDIMZ>
  </ITEM>
  <ITEM>
    <ITEMTYPE>P</ITEMTYPE><ITEMID>4276a</ITEMID><ITEMNAME>Hinge Plate &amp;amp;#40;2 Fingers&amp;amp;#41;</ITEMNAME>
    <CATEGORY>36</CATEGORY><ITEMYEAR>?</ITEMYEAR><ITEMWEIGHT>0.00</ITEMWEIGHT>
  </ITEM>
</CATALOG>
"""
CATEGORIES_XML = "<CATALOG><ITEM><CATEGORY>5</CATEGORY><CATEGORYNAME>Brick</CATEGORYNAME></ITEM></CATALOG>"
COLORS_XML = """<CATALOG><ITEM><COLOR>5</COLOR><COLORNAME>Red</COLORNAME><COLORRGB>B40000</COLORRGB>
<COLORTYPE>Solid</COLORTYPE><COLORCNTPARTS>1</COLORCNTPARTS></ITEM></CATALOG>"""
CODES_XML = """<CODES>
<ITEM><ITEMTYPE>P</ITEMTYPE><ITEMID>3001</ITEMID><COLOR>Red</COLOR><CODENAME>300121</CODENAME></ITEM>
<ITEM><ITEMTYPE>P</ITEMTYPE><ITEMID>3001</ITEMID><COLOR>Black</COLOR><CODENAME>300126</CODENAME></ITEM>
</CODES>"""

EVERY = {
    "Rebrickable's parts": [PARTS_CSV],
    "Rebrickable's categories": [CATEGORIES_CSV],
    "Rebrickable's colors": [COLORS_CSV],
    "Rebrickable's elements": [ELEMENTS_CSV],
    "BrickLink's parts": [PARTS_TAB, PARTS_XML],
    "BrickLink's categories": [CATEGORIES_TAB, CATEGORIES_XML],
    "BrickLink's colors": [COLORS_TAB, COLORS_XML],
    "BrickLink's codes": [CODES_TAB, CODES_XML],
}


def unheard(_step: Step) -> None:
    """Nobody watches."""


class Importer:
    """Imports texts as if they were files of a person's."""

    def __init__(self, folder: Path, database: Database, clock: VirtualClock) -> None:
        self.folder = folder
        self.database = database
        self.clock = clock

    def file(self, content: str | bytes, *, packed: bool = False) -> Path:
        """A new file of that content."""
        data = content if isinstance(content, bytes) else content.encode()
        path = self.folder / f"download-{len(list(self.folder.iterdir()))}"
        path.write_bytes(gzip.compress(data) if packed else data)
        return path

    async def __call__(self, *contents: str | bytes) -> list[FileReport]:
        """Import them with one command."""
        with checked_files([self.file(content) for content in contents], unheard) as files:
            return await import_files(self.database, self.clock, files, unheard)

    async def one(self, content: str | bytes) -> FileReport:
        (report,) = await self(content)
        return report
