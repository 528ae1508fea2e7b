namespace Pipeline.Sinks.File;

/// <summary>Who may do what with files that are made.</summary>
/// <param name="File">As chmod takes it.</param>
internal readonly record struct FilePermissions(uint File)
{
    private const uint OwnerReadsAndWrites = 0b110_000_000;
    private const uint Readers = 0b100_100_100;

    /// <summary>Of a folder: who may read files may look into it.</summary>
    public uint Folder => File | ((File & Readers) >> 2);

    /// <exception cref="OptionException">The text is no such mode.</exception>
    public static FilePermissions Parse(string text)
    {
        if (text.Length is not (3 or 4) || text.Any(c => c is < '0' or > '7') || (text.Length == 4 && text[0] != '0'))
            throw new OptionException("mode", $"permissions are three octal digits (got '{text}', expected one like '0640')");
        var mode = Convert.ToUInt32(text, 8);
        return (mode & OwnerReadsAndWrites) == OwnerReadsAndWrites
            ? new(mode)
            : throw new OptionException("mode", $"the owner must be able to read and write a file that is appended to (got '{text}', expected one like '0640')");
    }
}
