using System.Globalization;

namespace Pipeline.Kernel.Tests.Guessing;

/// <summary>What a call moved, as far as the kernel looks at it to guess the protocol.</summary>
/// <param name="Of">The protocol that it truly is of; in the file of look-alikes, their name.</param>
/// <param name="Side">`request`, `response`, or nothing where it was not noted.</param>
/// <param name="IsDatagram">Otherwise bytes of a stream.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Head">The first of them.</param>
internal sealed record Message(string Of, string Side, bool IsDatagram, long Size, byte[] Head)
{
    /// <summary>As many bytes as are ever looked at.</summary>
    internal const int MostHead = 24;

    /// <summary>The protocols' files, and that of look-alikes.</summary>
    internal static IReadOnlyList<Message> ReadAll() =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>Where the files lie, and what they add up to.</summary>
    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "messages");

    /// <summary>As if only so many bytes had come.</summary>
    internal Message FirstOnly(int bytes) => this with { Size = bytes, Head = Head[..bytes] };

    /// <summary>A line for the program that guesses.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsDatagram ? "datagram" : "stream")} {Size} {Convert.ToHexStringLower(Head)}");

    private static IEnumerable<Message> Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        foreach (var line in File.ReadLines(file).Where(l => !l.StartsWith('#')))
            if (line.Split(' ') is [var side, var kind, var size, var bytes])
                yield return new(
                    name,
                    name == "others" ? "" : side,
                    kind == "datagram",
                    long.Parse(size, CultureInfo.InvariantCulture),
                    Convert.FromHexString(bytes)[..Math.Min(bytes.Length / 2, MostHead)]);
            else
                throw new FormatException($"{file}: '{line}' is not of four words");
    }
}
