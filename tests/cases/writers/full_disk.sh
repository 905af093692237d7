# FOLDER COMMAND...: run COMMAND with a disk of 64 KB mounted on FOLDER, then tell what stands there.
# Exit 77 where mounting is not allowed. To be run in a mount namespace of its own, which takes the disk away again.
folder=$1
shift
mount -t tmpfs -o size=64k tmpfs "$folder" || exit 77
for name in tsv tmx en; do echo old > "$folder/corpus.$name"; done
"$@"
code=$?
head -q -c 4 "$folder"/corpus.*
ls -A "$folder"
exit $code
