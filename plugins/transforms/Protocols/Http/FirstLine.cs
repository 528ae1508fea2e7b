namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Request lines and status lines.</summary>
internal static class FirstLine
{
    /// <summary>What a version begins with.</summary>
    public static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <summary>Whether bytes may be the beginning of a request line, as far as they go. They are not empty.</summary>
    public static bool MayBeRequest(ReadOnlySpan<byte> view)
    {
        for (var i = 0; i < view.Length; i++)
        {
            if (view[i] == ' ')
                return i > 0 && (i + 1 == view.Length || view[i + 1] > ' ');
            if (i == Methods.MostBytes || !Methods.IsToken(view[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether bytes may be the beginning of a status line, as far as they go.</summary>
    public static bool MayBeResponse(ReadOnlySpan<byte> view)
    {
        var length = Math.Min(view.Length, Version.Length);
        return view[..length].SequenceEqual(Version[..length]) && (view.Length <= Version.Length || char.IsAsciiDigit((char)view[Version.Length]));
    }

    /// <summary>Reads a request line without its end.</summary>
    public static bool TryRequest(ReadOnlySpan<byte> line, HttpMessage into)
    {
        line = line.TrimEnd(" \t\r"u8);
        var method = line.IndexOf((byte)' ');
        var target = line.LastIndexOf((byte)' ');
        if (method <= 0 || method > Methods.MostBytes || target <= method || !TryVersion(line[(target + 1)..], into))
            return false;
        foreach (var b in line[..method])
            if (!Methods.IsToken(b))
                return false;
        into.Word.Add(line[..method]);
        into.Target.Add(line[method..target].Trim((byte)' '));
        return into.Target.Length > 0;
    }

    /// <summary>Reads a status line without its end.</summary>
    public static bool TryStatus(ReadOnlySpan<byte> line, HttpMessage into)
    {
        line = line.TrimEnd(" \t\r"u8);
        // HTTP/1.1 200 OK; the phrase may be missing, with its space or without.
        if (line.Length < 12 || !TryVersion(line[..8], into) || line[8] != ' ' || (line.Length > 12 && line[12] != ' '))
            return false;
        var status = 0;
        foreach (var digit in line.Slice(9, 3))
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            status = 10 * status + digit - '0';
        }

        into.Status = (ushort)status;
        if (line.Length > 13)
            into.Word.Add(line[13..]);
        return status >= 100;
    }

    private static bool TryVersion(ReadOnlySpan<byte> version, HttpMessage into)
    {
        if (version.Length != 8 || !version.StartsWith(Version) || !char.IsAsciiDigit((char)version[7]))
            return false;
        (into.Major, into.Minor) = (1, (byte)(version[7] - '0'));
        return true;
    }
}
