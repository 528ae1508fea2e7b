namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Request lines and status lines.</summary>
internal static class FirstLine
{
    /// <summary>What a version begins with.</summary>
    public static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <summary>Whether bytes may be the beginning of a request line, as far as they go. They are not empty.</summary>
    public static bool MayBeRequest(ReadOnlySpan<byte> view)
    {
        var method = Methods.TokenLength(view[..Math.Min(view.Length, Methods.MostBytes + 1)]);
        if (method == view.Length || method > Methods.MostBytes)
            return method <= Methods.MostBytes;
        if (view[method] != ' ' || method == 0)
            return false;
        var target = WithoutBlanks(view[method..]);
        return target.IsEmpty || target[0] > ' ';
    }

    /// <summary>Whether bytes may be the beginning of a status line, as far as they go.</summary>
    public static bool MayBeResponse(ReadOnlySpan<byte> view)
    {
        var length = Math.Min(view.Length, Version.Length);
        return view[..length].SequenceEqual(Version[..length]) && (view.Length <= Version.Length || char.IsAsciiDigit((char)view[Version.Length]));
    }

    /// <summary>A line without what blanks and CR it ends with.</summary>
    public static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> line)
    {
        var length = line.Length;
        while (length > 0 && line[length - 1] is (byte)'\r' or (byte)' ' or (byte)'\t')
            length--;
        return line[..length];
    }

    /// <summary>What is behind the blanks after a method: servers take several for one.</summary>
    public static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> view) => view.IndexOfAnyExcept((byte)' ') is >= 0 and var target ? view[target..] : default;

    /// <summary>Reads a request line without its end.</summary>
    public static bool TryRequest(ReadOnlySpan<byte> line, HttpMessage into)
    {
        line = WithoutEnd(line);
        var method = line.IndexOf((byte)' ');
        var target = line.LastIndexOf((byte)' ');
        if (method <= 0 || method > Methods.MostBytes || target <= method || !TryVersion(line[(target + 1)..], into))
            return false;
        if (Methods.TokenLength(line[..method]) < method)
            return false;
        into.Word.Add(line[..method]);
        into.Target.Add(line[method..target].Trim((byte)' '));
        return into.Target.Length > 0;
    }

    /// <summary>The status of a status line without its end; 0: it is none.</summary>
    public static ushort StatusOf(ReadOnlySpan<byte> line)
    {
        // HTTP/1.1 200 OK; the phrase may be missing, with its space or without.
        if (line.Length < 12 || !line.StartsWith(Version) || !char.IsAsciiDigit((char)line[7]) || line[8] != ' ' || (line.Length > 12 && line[12] != ' '))
            return 0;
        var (hundreds, tens, ones) = (line[9] - '0', line[10] - '0', line[11] - '0');
        return hundreds is >= 1 and <= 9 && tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (ushort)(100 * hundreds + 10 * tens + ones) : (ushort)0;
    }

    /// <summary>Reads a status line without its end.</summary>
    public static bool TryStatus(ReadOnlySpan<byte> line, HttpMessage into)
    {
        line = WithoutEnd(line);
        into.Status = StatusOf(line);
        if (into.Status == 0)
            return false;
        (into.Major, into.Minor) = (1, (byte)(line[7] - '0'));
        if (line.Length > 13)
            into.Word.Add(line[13..]);
        return true;
    }

    private static bool TryVersion(ReadOnlySpan<byte> version, HttpMessage into)
    {
        if (version.Length != 8 || !version.StartsWith(Version) || !char.IsAsciiDigit((char)version[7]))
            return false;
        (into.Major, into.Minor) = (1, (byte)(version[7] - '0'));
        return true;
    }
}
