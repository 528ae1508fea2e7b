using System.Runtime.InteropServices;
using Pipeline.Text;

namespace Pipeline.Transforms.Red.Map;

/// <summary>What an end is called.</summary>
internal static class NodeText
{
    /// <summary>Writes the name of a process by the option; of an end that is not known, its address.</summary>
    public static void Write(ByteBuffer output, Nodes nodes, in ProcessEnd end, Address address)
    {
        output.Clear();
        ReadOnlySpan<byte> name = end.Name;
        var length = name.IndexOf((byte)0);
        name = length < 0 ? name : name[..length];
        if (end.IsKnown == 0 || nodes == Nodes.Address || (nodes == Nodes.Container ? end.Cgroup == 0 : name.IsEmpty))
        {
            Write(output, address);
        }
        else if (nodes == Nodes.Container)
        {
            output.Append("cgroup:"u8);
            IntegerText.Write(output, end.Cgroup);
        }
        else
        {
            output.Append(name);
            if (nodes != Nodes.Pid)
                return;
            output.Append((byte)'[');
            IntegerText.Write(output, end.Pid);
            output.Append((byte)']');
        }
    }

    private static void Write(ByteBuffer output, Address address)
    {
        // Unix sockets have none.
        if (address == default)
            return;
        IpText.Write(output, MemoryMarshal.AsBytes(new ReadOnlySpan<Address>(in address)));
    }
}
