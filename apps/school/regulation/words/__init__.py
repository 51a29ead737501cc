"""The school's own words throughout its pages: which, in what grammatical form, and who speaks them now.

``present.say`` is asked by every Russian text of the product (``speaking.SchoolRussian``); ``WordsMiddleware`` gives it
the words of the school whose page is made. Codes, the region's pages and English keep the common words.
"""
