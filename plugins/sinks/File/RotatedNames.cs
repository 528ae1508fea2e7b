using System.Globalization;

namespace Pipeline.Sinks.File;

/// <summary>
/// What rotated files are called: <c>rows.json.gz</c> becomes <c>rows.00000042.20260131T120000Z.json.gz</c>. The number rises and comes first, so that names sort
/// in the order of rows, however the clock was set.
/// </summary>
internal sealed class RotatedNames
{
    private const int NumberDigits = 8;
    private const int TimeLength = 16;
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly string _folder;
    private readonly string _before;
    private readonly string _behind;

    /// <param name="path">The path of the file that is written.</param>
    public RotatedNames(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.EndsWith(".gz", StringComparison.Ordinal) ? name.Length - 3 : name.Length;
        // A name that begins with its only point has no extension.
        var point = end > 0 ? name.LastIndexOf('.', end - 1) : -1;
        var stem = point > 0 ? point : end;
        (_folder, _before, _behind) = (Path.GetDirectoryName(path)!, $"{name[..stem]}.", name[stem..]);
    }

    /// <summary>The path of the file with a number.</summary>
    public string PathOf(long number, DateTimeOffset time) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_before}{number:D8}.{time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{_behind}"));

    /// <summary>The rotated files that are there, the first one first.</summary>
    public List<(long Number, string Path)> Find()
    {
        var found = new List<(long, string)>();
        foreach (var path in Directory.EnumerateFiles(_folder))
            if (NumberOf(Path.GetFileName(path)) is { } number)
                found.Add((number, path));
        found.Sort();
        return found;
    }

    private long? NumberOf(string name)
    {
        var digits = name.Length - _before.Length - _behind.Length - 1 - TimeLength;
        if (digits < NumberDigits || !name.StartsWith(_before, StringComparison.Ordinal) || !name.EndsWith(_behind, StringComparison.Ordinal))
            return null;
        var number = name.AsSpan(_before.Length, digits);
        var time = name.AsSpan(_before.Length + digits, 1 + TimeLength);
        return time[0] == '.'
            && DateTime.TryParseExact(time[1..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }
}
