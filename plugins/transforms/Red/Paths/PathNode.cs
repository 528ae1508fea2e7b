using System.Runtime.InteropServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Paths;

/// <summary>A place in the tree of paths.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PathNode
{
    /// <summary>Names seen behind it.</summary>
    public int Values;

    /// <summary>1: there were too many of them.</summary>
    public int IsVariable;

    /// <summary>What the tree keeps of a place.</summary>
    internal sealed unsafe class State : RecordState
    {
        public override int Size => sizeof(PathNode);

        public override void Begin(byte* state) => *(PathNode*)state = default;
    }
}
