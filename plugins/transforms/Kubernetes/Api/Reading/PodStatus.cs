using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>The field <c>status</c> of a pod: what came of it.</summary>
internal sealed class PodStatus
{
    private readonly List<ContainerStatus> _statuses = [];

    public List<UInt128> Addresses { get; } = [];

    public PodPhase Phase { get; private set; }

    public long Started { get; private set; }

    public void Read(ref JsonFields json)
    {
        if (!json.Enter())
            return;
        while (json.Next())
            if (json.Is("podIP"u8))
                Add(json.Text());
            else if (json.Is("podIPs"u8))
                ReadAddresses(ref json);
            else if (json.Is("phase"u8))
                Phase = PhaseOf(json.Text());
            else if (json.Is("startTime"u8))
                Started = json.Time();
            else if (json.Is("containerStatuses"u8) || json.Is("initContainerStatuses"u8) || json.Is("ephemeralContainerStatuses"u8))
                ReadStatuses(ref json);
            else
                json.Skip();
    }

    /// <summary>The containers asked for, with what came of each.</summary>
    public IReadOnlyList<Container> Containers(List<(string Container, string Image)> asked)
    {
        var containers = new Container[asked.Count];
        for (var i = 0; i < containers.Length; i++)
        {
            var status = Find(asked[i].Container);
            containers[i] = new Container(asked[i].Container, status.Id, asked[i].Image, status.EarlierId);
        }

        return containers;
    }

    private ContainerStatus Find(string name)
    {
        foreach (var status in _statuses)
            if (status.Name == name)
                return status;
        return new ContainerStatus(name, "", "");
    }

    private void ReadStatuses(ref JsonFields json)
    {
        if (!json.EnterList())
            return;
        while (json.NextElement())
            if (json.EnterElement())
                _statuses.Add(ContainerStatus.Read(ref json));
    }

    private void ReadAddresses(ref JsonFields json)
    {
        if (!json.EnterList())
            return;
        while (json.NextElement())
        {
            if (!json.EnterElement())
                continue;
            while (json.Next())
                if (json.Is("ip"u8))
                    Add(json.Text());
                else
                    json.Skip();
        }
    }

    // The first of the list is the single one, which is all that older servers tell.
    private void Add(string text)
    {
        if (text.Length == 0)
            return;
        var address = JsonFields.Address(text);
        if (!Addresses.Contains(address))
            Addresses.Add(address);
    }

    private static PodPhase PhaseOf(string text) => text switch
    {
        "Pending" => PodPhase.Pending,
        "Running" => PodPhase.Running,
        "Succeeded" => PodPhase.Succeeded,
        "Failed" => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };
}
