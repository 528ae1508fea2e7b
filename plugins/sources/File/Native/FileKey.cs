namespace Pipeline.Sources.File.Native;

/// <summary>Which file it is, whatever its name: true as long as it lives; afterwards another may have the same.</summary>
internal readonly record struct FileKey(ulong Device, ulong Inode);
