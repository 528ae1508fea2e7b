namespace Pipeline.Delivery.Tests.Rows;

/// <summary>A file of generated lines and what .NET's JSON reader says each holds.</summary>
internal sealed class Input
{
    private readonly ulong[] _digests;

    private Input(string file, ulong[] digests) => (File, _digests) = (file, digests);

    internal string File { get; }

    internal int Rows => _digests.Length;

    internal static Task<Input> MakeAsync(string file, int rows) => MakeAsync(file, rows, _ => 0);

    /// <param name="file">Where it is made.</param>
    /// <param name="rows">Its lines.</param>
    /// <param name="more">How many bytes longer than others a line is.</param>
    internal static async Task<Input> MakeAsync(string file, int rows, Func<int, int> more)
    {
        GeneratedLines.WriteFile(file, rows, more);
        return await ReadAsync(file, rows).ConfigureAwait(false);
    }

    /// <summary>Whether a row that came out somewhere holds what the line with its number did.</summary>
    internal bool Holds(int n, ulong digest) => (uint)n < (uint)_digests.Length && _digests[n] == digest;

    private static async Task<Input> ReadAsync(string file, int rows)
    {
        var (digests, line) = (new ulong[rows], 0);
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await using (stream.ConfigureAwait(false))
        {
            await LineReader.ReadAsync(stream, bytes =>
            {
                var (n, digest) = RowDigest.Of(bytes);
                Assert.Equal(line++, n);
                digests[n] = digest;
            }).ConfigureAwait(false);
        }

        Assert.Equal(rows, line);
        return new Input(file, digests);
    }
}
