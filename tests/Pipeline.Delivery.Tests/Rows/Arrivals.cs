using System.Text;

namespace Pipeline.Delivery.Tests.Rows;

/// <summary>What came of an input at one end: how often each row, whether it still holds what it did, and under which row ids. One thread writes; counts may be read meanwhile.</summary>
internal sealed class Arrivals(Input input)
{
    private readonly int[] _times = new int[input.Rows];
    // Digests of row ids: as text they would be most of the memory of a test.
    private readonly ulong[] _ids = new ulong[input.Rows];
    private int _distinct;
    private int _again;
    private int _wrong;
    private int _renamed;
    private string? _firstWrong;

    /// <summary>Rows that came at least once.</summary>
    internal int Distinct => Volatile.Read(ref _distinct);

    /// <summary>Times that a row came which had come before.</summary>
    internal int Again => Volatile.Read(ref _again);

    /// <summary>Rows of the input.</summary>
    internal int Rows => input.Rows;

    internal void Add(ReadOnlySpan<byte> json) => Add(json, []);

    /// <param name="json">The row.</param>
    /// <param name="id">Its row id as text; empty where the end tells none.</param>
    internal void Add(ReadOnlySpan<byte> json, ReadOnlySpan<byte> id)
    {
        var (n, digest) = RowDigest.Of(json);
        if (!input.Holds(n, digest))
        {
            _firstWrong ??= Encoding.UTF8.GetString(json);
            _wrong++;
            return;
        }

        if (_times[n]++ > 0)
            Volatile.Write(ref _again, _again + 1);
        else
            Volatile.Write(ref _distinct, _distinct + 1);
        if (id.IsEmpty)
            return;
        var name = RowDigest.HashOf(id);
        if (_ids[n] == 0)
            _ids[n] = name;
        else if (_ids[n] != name)
            _renamed++;
    }

    /// <summary>Adds what came of the same input at another end.</summary>
    internal void Add(Arrivals other)
    {
        for (var n = 0; n < _times.Length; n++)
        {
            _distinct += _times[n] == 0 && other._times[n] > 0 ? 1 : 0;
            _again += _times[n] == 0 ? Math.Max(0, other._times[n] - 1) : other._times[n];
            _times[n] += other._times[n];
        }

        _wrong += other._wrong;
        _firstWrong ??= other._firstWrong;
    }

    /// <summary>Every row came, each holding what its line held; a row that came again came under the same id.</summary>
    internal void AssertAll(string end)
    {
        Assert.True(_wrong == 0, $"{_wrong} rows at {end} hold something else, the first one: {_firstWrong}");
        Assert.True(Distinct == Rows, $"{end} lacks {input.Rows - _distinct} of {input.Rows} rows, the first one number {Array.IndexOf(_times, 0)}; {_again} came again");
        Assert.True(_renamed == 0, $"{_renamed} rows came to {end} again under another id");
    }

    /// <summary>Every row came under an id that no other one has.</summary>
    internal void AssertOwnIds() => Assert.Equal(input.Rows, _ids.Where(id => id != 0).Distinct().Count());

    /// <summary>As <see cref="AssertAll"/>, and none came twice.</summary>
    internal void AssertEachOnce(string end)
    {
        AssertAll(end);
        Assert.True(_again == 0, $"{_again} rows came to {end} again");
    }
}
