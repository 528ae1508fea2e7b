namespace Pipeline.Transforms.Red.Paths;

/// <summary>What of a request's target is its path.</summary>
internal static class PathText
{
    /// <summary>The path without query and fragment, of an absolute URL too; empty where the target is no path: <c>*</c>, an authority.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> target)
    {
        if (!target.StartsWith("/"u8))
        {
            var authority = target.IndexOf("://"u8);
            // A scheme is short. Whatever else stands before :// is none.
            if (authority is < 1 or > 8)
                return default;
            target = target[(authority + 3)..];
            var slash = target.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
            if (slash < 0 || target[slash] != '/')
                return "/"u8;
            target = target[slash..];
        }

        var end = target.IndexOfAny((byte)'?', (byte)'#');
        return end < 0 ? target : target[..end];
    }
}
