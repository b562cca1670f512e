"""Files: kept on disk or in a bucket, told by content, pictures redrawn, private ones behind links.

`put` and `put_image` keep one and give back its row; `signed_link` lets one person read it for ten minutes,
`media_url` is the address of a public picture; `erase` takes it back, bytes and key included.
"""

from twiza.kit.storage.erasing import erase as erase
from twiza.kit.storage.erasing import sweep as sweep
from twiza.kit.storage.files import EMPTY as EMPTY
from twiza.kit.storage.files import NOT_A_PICTURE as NOT_A_PICTURE
from twiza.kit.storage.files import Upload as Upload
from twiza.kit.storage.files import find as find
from twiza.kit.storage.files import put as put
from twiza.kit.storage.files import put_image as put_image
from twiza.kit.storage.files import read as read
from twiza.kit.storage.files import stream as stream
from twiza.kit.storage.holding import hold_free as hold_free
from twiza.kit.storage.images import reduced as reduced
from twiza.kit.storage.kinds import AUDIO as AUDIO
from twiza.kit.storage.kinds import DOCUMENTS as DOCUMENTS
from twiza.kit.storage.kinds import EVERYTHING as EVERYTHING
from twiza.kit.storage.kinds import IMAGES as IMAGES
from twiza.kit.storage.links import media_url as media_url
from twiza.kit.storage.links import signed_link as signed_link
from twiza.kit.storage.models import FileRow as FileRow
from twiza.kit.storage.models import Visibility as Visibility
