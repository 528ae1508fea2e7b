namespace Pipeline.Workloads.Known;

/// <summary>Gives out small numbers, those given back first.</summary>
internal sealed class Numbers
{
    private readonly Stack<int> _free = [];
    private int _next;

    internal int Take() => _free.TryPop(out var number) ? number : _next++;

    internal void Give(int number) => _free.Push(number);
}
