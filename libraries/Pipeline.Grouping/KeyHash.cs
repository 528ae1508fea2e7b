using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Grouping;

/// <summary>Hashes keys, which come from outside: with a seed of its own, so that nobody can make keys that collide.</summary>
internal readonly struct KeyHash
{
    // Odd, with about as many ones as zeros.
    private const ulong Factor = 0x9e3779b97f4a7c15;
    private const ulong Last = 0xd6e8feb86659fd93;

    private readonly ulong _seed;

    private KeyHash(ulong seed) => _seed = seed;

    public static KeyHash Random()
    {
        Span<byte> seed = stackalloc byte[sizeof(ulong)];
        // Seeded by the kernel, as hash codes of strings are; the cryptographic generator would bring OpenSSL and its five megabytes into every host.
        System.Random.Shared.NextBytes(seed);
        return new KeyHash(MemoryMarshal.Read<ulong>(seed));
    }

    /// <summary>The hash of a key.</summary>
    /// <param name="words">Its fixed part.</param>
    /// <param name="count">Words of that.</param>
    /// <param name="tail">Its variable part.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ulong Of(ulong* words, int count, ReadOnlySpan<byte> tail)
    {
        var hash = _seed;
        for (var i = 0; i < count; i++)
            hash = Mix(hash ^ words[i], Factor + _seed);
        if (!tail.IsEmpty)
            hash = Of(hash, tail);
        return Mix(hash, Last);
    }

    private ulong Of(ulong hash, ReadOnlySpan<byte> tail)
    {
        for (; tail.Length >= sizeof(ulong); tail = tail[sizeof(ulong)..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(tail), Factor + _seed);
        // Lengths stand in the tail, so that zeros in place of what is missing make no two keys one.
        ulong rest = 0;
        for (var i = 0; i < tail.Length; i++)
            rest |= (ulong)tail[i] << (8 * i);
        return Mix(hash ^ rest, Factor + _seed);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
