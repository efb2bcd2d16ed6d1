#!/bin/sh
# In place of sendmail for PHP: what the wiki sends is kept below its data folder, and a file that is seen is whole.
set -e
folder=$HELPDESK_WIKI_DATA/mail
mkdir -p "$folder"
part=$(mktemp "$folder/XXXXXXXX.part")
cat > "$part"
mv "$part" "${part%.part}.eml"
