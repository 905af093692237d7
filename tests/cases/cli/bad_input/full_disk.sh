# OUT OLD SIZE COMMAND...: run COMMAND while OUT is a disk of SIZE that holds a copy of OLD; tell what is no longer as it was.
# Exit 77 where mounting is not allowed. To be run in a mount namespace of its own, which takes the disk away again.
out=$1 old=$2 size=$3
shift 3
mkdir -p "$out" && mount -t tmpfs -o "size=$size" tmpfs "$out" && cp "$old"/* "$out" || exit 77
"$@"
code=$?
rm -f "$out"/.aligner-work.db*
diff -r "$old" "$out"
exit $code
