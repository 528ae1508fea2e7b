namespace Pipeline.Abstractions.Tests;

public sealed class ArenaTests
{
    private const int Page = 4096;

    [Fact]
    public void The_limit_is_exact()
    {
        var arena = new Arena(4 * Page + 1);
        var blocks = Enumerable.Range(0, 4).Select(_ => arena.Rent(1)).ToArray();
        Assert.False(arena.TryRent(0, out _));
        Assert.Equal(4 * Page, arena.InUse);
        var error = Assert.Throws<ArenaExhaustedException>(() => arena.Rent(9));
        Assert.Contains("9 bytes", error.Message, StringComparison.Ordinal);
        blocks[0].Release();
        Assert.True(arena.TryRent(Page, out _));
    }

    [Fact]
    public unsafe void A_returned_block_is_used_again()
    {
        var arena = new Arena(1 << 20);
        var first = arena.Rent(5000);
        var memory = (nint)first.Memory;
        first.Release();
        Assert.Equal(0, arena.InUse);
        Assert.Equal(memory, (nint)arena.Rent(8192).Memory);
    }

    [Fact]
    public void Idle_blocks_make_room_for_another_size()
    {
        var arena = new Arena(16 * Page);
        foreach (var block in Enumerable.Range(0, 16).Select(_ => arena.Rent(Page)).ToArray())
            block.Release();
        var large = arena.Rent(16 * Page);
        Assert.False(arena.TryRent(1, out _));
        large.Release();
        Assert.True(arena.TryRent(1, out var small));
        Assert.Equal(Page, arena.InUse);
        small.Release();
    }

    [Fact]
    public unsafe void Blocks_are_large_enough_and_aligned() => Cases.Run(200, random =>
    {
        var arena = new Arena(1 << 30);
        var bytes = random.Next(1 << random.Next(1, 25));
        var block = arena.Rent(bytes);
        Assert.InRange(block.Capacity, Math.Max(bytes, 1), Math.Max(2 * bytes, Page));
        Assert.Equal(0, (nint)block.Memory % 64);
        block.Span[^1] = 1;
        block.Release();
        Assert.Equal(0, arena.InUse);
        // Another size drives the idle block out.
        Assert.True(arena.TryRent(1 << 30, out var all));
        all.Release();
    });

    [Fact]
    public void A_block_larger_than_the_largest_is_refused()
    {
        Assert.False(new Arena(long.MaxValue).TryRent(int.MaxValue, out _));
        Assert.False(new Arena(long.MaxValue).TryRent((1 << 30) + 1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Arena(1).TryRent(-1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Arena(0));
    }

    [Fact]
    public async Task Under_concurrent_use_no_block_is_handed_out_twice_and_the_limit_holds()
    {
        const long Limit = 64 * Page;
        var arena = new Arena(Limit);
        var workers = Enumerable.Range(1, 4).Select(seed => Task.Run(
            () =>
            {
                var random = new Random(seed);
                var held = new Queue<(Block Block, long Mark)>();
                for (var i = 0; i < 50_000; i++)
                {
                    if (held.Count < 8 && arena.TryRent(random.Next(1, 8 * Page), out var block))
                    {
                        var mark = random.NextInt64();
                        BitConverter.TryWriteBytes(block.Span, mark);
                        BitConverter.TryWriteBytes(block.Span[^8..], mark);
                        block.AddReference();
                        held.Enqueue((block, mark));
                    }
                    else if (held.TryDequeue(out var oldest))
                    {
                        Assert.Equal(oldest.Mark, BitConverter.ToInt64(oldest.Block.Span));
                        Assert.Equal(oldest.Mark, BitConverter.ToInt64(oldest.Block.Span[^8..]));
                        oldest.Block.Release();
                        oldest.Block.Release();
                    }

                    Assert.InRange(arena.InUse, 0, Limit);
                }

                foreach (var (block, _) in held)
                {
                    block.Release();
                    block.Release();
                }
            },
            TestContext.Current.CancellationToken));
        await Task.WhenAll(workers);
        Assert.Equal(0, arena.InUse);
        Assert.True(arena.TryRent((int)Limit, out _), "idle blocks kept the whole arena from being rented");
    }
}
