namespace Pipeline.Sinks.File;

/// <summary>What holds for all files of a sink.</summary>
internal sealed record RowFileSettings(long? MaxSize, TimeSpan? MaxAge, FileCompression Compression, FsyncPolicy Fsync, FilePermissions Permissions)
{
    /// <summary>Bytes of text that go out at once: more would not stay in the cache between encoding and copying; a gzip member that is smaller packs worse.</summary>
    public int Piece => Compression == FileCompression.Gzip ? 1 << 20 : 256 << 10;
}
