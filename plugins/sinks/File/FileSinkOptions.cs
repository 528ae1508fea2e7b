namespace Pipeline.Sinks.File;

/// <summary>What a <c>type = "file"</c> sink can be told.</summary>
internal sealed record FileSinkOptions
{
    [Option(
        "File to append to. {table} and {host} stand for those names, {time:yyyy-MM-dd} for the time of writing in UTC (yyyy yy MM dd HH mm ss). "
        + "Tables whose paths are the same share a file.")]
    public required string Path { get; init; }

    [Option("How rows are written: JSON lines, logfmt lines, or csv, which has one table a file.")]
    public FileFormat Format { get; init; } = FileFormat.Json;

    [Option("How large a file gets, as it lies on the disk, before it is rotated. By default it is not.", Min = "4KiB")]
    public ByteSize? MaxSize { get; init; }

    [Option("How old a file gets before it is rotated, with or without rows to write. By default it is not.", Min = "1s")]
    public TimeSpan? MaxAge { get; init; }

    [Option("Rotated files of a path that are kept, the latest; by default all.", Min = "1")]
    public int? Keep { get; init; }

    [Option("What is done to rows on their way into the file; the path is taken as it is, so give it .gz yourself.")]
    public FileCompression Compression { get; init; } = FileCompression.None;

    [Option("When rows are brought to the disk: never (the system does when it sees fit), or every_write, before they count as delivered.")]
    public FsyncPolicy Fsync { get; init; } = FsyncPolicy.Never;

    [Option("Permissions of files that are made, in octal; folders that are made get those and search.")]
    public string Mode { get; init; } = "0640";
}
