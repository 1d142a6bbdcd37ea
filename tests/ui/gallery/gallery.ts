import '../../../src/ui/tokens.css';
import '../../../src/ui/base.css';
import { mount } from 'svelte';
import English from './English.svelte';
import Doors from './Doors.svelte';
import Pieces from './Pieces.svelte';
import Signing from './Signing.svelte';
import Unlock from './Unlock.svelte';

const rooms = { pieces: Pieces, doors: Doors, english: English, signing: Signing, unlock: Unlock };
const room = new URLSearchParams(location.search).get('room') ?? 'pieces';

mount(room in rooms ? rooms[room as keyof typeof rooms] : Pieces, { target: document.body });
document.documentElement.dataset['ready'] = '';
