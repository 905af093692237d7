"""The stages of an archive's run: each is a function of the files of some shards that writes those of one shard."""
